import type { IncomingHttpHeaders } from 'node:http';
import { Tenant } from './MemoryLogStore';

const MAX_UINT32 = 0xffff_ffff;

/** The tenant that the headers AccountID and ProjectID name; throws with the server's text. */
export function tenantOf(headers: IncomingHttpHeaders): Tenant {
  return {
    accountId: parseUint32(headers.accountid),
    projectId: parseUint32(headers.projectid),
  };
}

function parseUint32(header: string | string[] | undefined): number {
  const text = Array.isArray(header) ? header[0] : header;
  if (!text) return 0;
  const fail = (why: string) =>
    new Error(
      `cannot parse ${JSON.stringify(
        text,
      )} as uint32: strconv.ParseUint: parsing ${JSON.stringify(text)}: ${why}`,
    );
  if (!/^\d+$/.test(text)) throw fail('invalid syntax');
  if (Number(text) > MAX_UINT32) throw fail('value out of range');
  return Number(text);
}
