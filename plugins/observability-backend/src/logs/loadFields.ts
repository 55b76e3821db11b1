import { LogFields } from '@internal/plugin-observability-common';
import { LogQuestion } from './LogQuestion';

/** Values to choose from. */
const MAX_VALUES = 200;
/** Names of fields are fewer, but a careless logger makes many. */
const MAX_NAMES = 500;

/** Names of fields, or the values of one. @internal */
export async function loadFields(
  question: LogQuestion,
  field: string | undefined,
): Promise<LogFields> {
  const { store, scope, query, filter, window, signal } = question;
  const asked = { scope, query, filter, window, signal };
  const { values, truncated } =
    field === undefined
      ? await store.fieldNames(asked)
      : await store.fieldValues({ ...asked, field, limit: MAX_VALUES });
  const max = field === undefined ? MAX_NAMES : MAX_VALUES;
  return {
    values: values.slice(0, max),
    truncated: truncated || values.length > max,
  };
}
