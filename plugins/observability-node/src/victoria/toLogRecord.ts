import { LogRecord } from '../LogStore';
import { Vocabulary } from '../Vocabulary';

/** A line of VictoriaLogs in the vocabulary. @internal */
export function toLogRecord(
  fields: Record<string, string>,
  names: Vocabulary['logs'],
): LogRecord {
  return {
    time: fields._time ?? '',
    message: fields._msg ?? '',
    level: fields[names.level],
    namespace: fields[names.namespace],
    pod: fields[names.pod],
    container: fields[names.container],
    traceId: fields[names.traceId],
    fields,
  };
}
