import type { IncomingMessage, ServerResponse } from 'node:http';
import { ApiError } from '../http/ApiError';

/** The query of a write. */
export type WriteOptions = { dryRun: boolean; fieldManager: string };

const VALIDATIONS = ['', 'Ignore', 'Strict', 'Warn'];
const DEFAULT_MANAGER = 'unknown';
const MAX_MANAGER_CHARACTERS = 128;

/**
 * Reads and checks the query of a write; `kind` is e.g. `CreateOptions`.
 *
 * @remarks
 * The sandbox knows no schemas. So it cannot do what `fieldValidation=Strict` asks for, and says so in a
 * `Warning` header (which kubectl prints) instead of refusing every `kubectl create`.
 */
export function parseWriteOptions(
  incoming: IncomingMessage,
  response: ServerResponse,
  query: URLSearchParams,
  kind: string,
): WriteOptions {
  const unsupported = (field: string, shown: string, supported: string) =>
    ApiError.invalidOptions(kind, {
      reason: 'FieldValueNotSupported',
      message: `Unsupported value: ${shown}: supported values: ${supported}`,
      field,
    });
  const dryRun = query.getAll('dryRun').filter(Boolean);
  if (dryRun.some(value => value !== 'All')) {
    throw unsupported('dryRun', JSON.stringify(dryRun), '"All"');
  }
  const validation = query.get('fieldValidation') ?? '';
  if (!VALIDATIONS.includes(validation)) {
    throw unsupported(
      'fieldValidation',
      `"${validation}"`,
      '"", "Ignore", "Strict", "Warn"',
    );
  }
  if (validation === 'Strict') {
    response.setHeader(
      'Warning',
      '299 - "this server knows no field schemas: unknown fields are stored unchecked"',
    );
  }
  const agent = incoming.headers['user-agent']?.split('/')[0];
  const fieldManager = (
    query.get('fieldManager') ||
    agent ||
    DEFAULT_MANAGER
  ).slice(0, MAX_MANAGER_CHARACTERS);
  return { dryRun: dryRun.length > 0, fieldManager };
}
