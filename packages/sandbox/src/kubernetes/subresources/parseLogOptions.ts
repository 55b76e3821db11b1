import { ApiError, StatusCause } from '../http/ApiError';
import { isTrue } from '../http/parseRequestInfo';

/** The query of `…/log`. */
export type LogOptions = {
  container?: string;
  follow: boolean;
  previous: boolean;
  timestamps: boolean;
  tailLines?: number;
  limitBytes?: number;
  sinceSeconds?: number;
  sinceTimeMs?: number;
};

/** Reads and checks the query of a log request, with the answers of the server to what makes no sense. */
export function parseLogOptions(
  query: URLSearchParams,
  podName: string,
): LogOptions {
  const causes: StatusCause[] = [];
  const integer = (
    name: string,
    minimum: number,
    rule: string,
  ): number | undefined => {
    const value = query.get(name);
    if (value === null || value === '') {
      return undefined;
    }
    if (!/^[-+]?\d+$/.test(value)) {
      throw ApiError.badRequest(
        `strconv.ParseInt: parsing "${value}": invalid syntax`,
      );
    }
    if (Number(value) < minimum) {
      causes.push({
        reason: 'FieldValueInvalid',
        message: `Invalid value: ${value}: must be ${rule}`,
        field: name,
      });
    }
    return Number(value);
  };
  const sinceTime = query.get('sinceTime') || undefined;
  const options: LogOptions = {
    container: query.get('container') || undefined,
    follow: isTrue(query.get('follow')),
    previous: isTrue(query.get('previous')),
    timestamps: isTrue(query.get('timestamps')),
    tailLines: integer('tailLines', 0, 'greater than or equal to 0'),
    limitBytes: integer('limitBytes', 1, 'greater than 0'),
    sinceSeconds: integer('sinceSeconds', 1, 'greater than 0'),
    sinceTimeMs: sinceTime === undefined ? undefined : Date.parse(sinceTime),
  };
  if (Number.isNaN(options.sinceTimeMs)) {
    throw ApiError.badRequest(
      `parsing time "${sinceTime}" as "2006-01-02T15:04:05Z07:00": cannot parse "${sinceTime}" as "2006"`,
    );
  }
  if (options.sinceSeconds !== undefined && sinceTime !== undefined) {
    causes.push({
      reason: 'FieldValueForbidden',
      message:
        'Forbidden: at most one of `sinceTime` or `sinceSeconds` may be specified',
      field: '[]',
    });
  }
  if (causes.length) {
    throw ApiError.invalid(
      { group: '', kind: 'PodLogOptions' },
      podName,
      causes,
    );
  }
  return options;
}
