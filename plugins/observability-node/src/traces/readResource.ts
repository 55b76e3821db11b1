import { Vocabulary } from '../Vocabulary';
import { RawAttribute, RawResource } from './RawSpan';

/**
 * Who emitted a span, by the attributes of its resource (Jaeger: process) alone.
 *
 * @remarks
 * Attributes of the span itself are never looked at: an application writes them.
 * A namespace counts only when it is there as one text. No value, another type,
 * or two different ones are the same as none, so that nobody can claim a second
 * namespace beside the one that the collector wrote.
 *
 * @internal
 */
export function readResource(
  attributes: RawAttribute[],
  names: Vocabulary['traces'],
  service?: string,
): RawResource {
  return {
    service: service ?? onlyText(attributes, 'service.name') ?? '',
    namespace: onlyText(attributes, names.namespace),
    pod: onlyText(attributes, names.pod),
    attributes,
  };
}

function onlyText(attributes: RawAttribute[], key: string): string | undefined {
  const values = new Set(
    attributes
      .filter(attribute => attribute.key === key)
      .map(attribute => attribute.value),
  );
  const [value] = values;
  return values.size === 1 && typeof value === 'string' && value
    ? value
    : undefined;
}
