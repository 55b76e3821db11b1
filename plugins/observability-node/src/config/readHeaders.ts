import { Config } from '@backstage/config';
import { InputError } from '@backstage/errors';

const HEADER_NAME = /^[A-Za-z0-9-]+$/;
const HEADER_VALUE = /^[\x20-\x7e]*$/;
const UINT32_HEADERS = ['accountid', 'projectid'];
const UINT32_MAX = 0xffff_ffff;
/** Set by the client itself, or dangerous to override. */
const REFUSED_HEADERS = [
  'authorization',
  'connection',
  'content-length',
  'content-type',
  'cookie',
  'host',
  'transfer-encoding',
];

/**
 * Keys whose environment variable is not set are absent, so that one
 * configuration serves stores with either kind of credentials and with none.
 * @internal
 */
export function readAuthorization(
  config: Config | undefined,
  key: string,
): Record<string, string> {
  const username = config?.getOptionalString('basic.username');
  const password = config?.getOptionalString('basic.password');
  const token = config?.getOptionalString('bearer.token');
  if ((username === undefined) !== (password === undefined)) {
    throw new InputError(
      `Invalid ${key}.basic, must have both username and password`,
    );
  }
  if (username !== undefined && token !== undefined) {
    throw new InputError(`Invalid ${key}, must have only one of basic, bearer`);
  }
  if (token !== undefined) {
    return { Authorization: `Bearer ${token}` };
  }
  return username === undefined
    ? {}
    : {
        Authorization: `Basic ${Buffer.from(`${username}:${password}`).toString(
          'base64',
        )}`,
      };
}

/** @internal */
export function readHeaders(
  config: Config | undefined,
  key: string,
): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const name of config?.keys() ?? []) {
    const value = String(config!.get(name));
    const lower = name.toLowerCase();
    if (!HEADER_NAME.test(name) || !HEADER_VALUE.test(value)) {
      throw new InputError(
        `Invalid ${key}.${name}, names have letters, digits and dashes, values printable ASCII`,
      );
    }
    if (REFUSED_HEADERS.includes(lower)) {
      throw new InputError(
        `Invalid ${key}.${name}, set it through auth or url`,
      );
    }
    if (
      UINT32_HEADERS.includes(lower) &&
      !(/^\d+$/.test(value) && Number(value) <= UINT32_MAX)
    ) {
      throw new InputError(
        `Invalid ${key}.${name} '${value}', must be a number from 0 to ${UINT32_MAX}`,
      );
    }
    headers[name] = value;
  }
  return headers;
}
