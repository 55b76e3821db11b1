import { JaegerStore } from './JaegerStore';

/**
 * Reads VictoriaTraces over its Jaeger API, which is below `/select/jaeger`.
 *
 * @remarks
 * Other than Jaeger it tells attributes of a resource and of a span apart in a
 * search: a plain tag finds only those of the span.
 *
 * @internal
 */
export class VictoriaTracesStore extends JaegerStore {
  constructor(options: ConstructorParameters<typeof JaegerStore>[0]) {
    super(options, {
      product: 'VictoriaTraces',
      resourceTagPrefix: 'resource_attr:',
    });
  }
}
