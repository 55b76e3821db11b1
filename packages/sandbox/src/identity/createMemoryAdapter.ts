import type { Adapter, AdapterFactory, AdapterPayload } from 'oidc-provider';

/** Expired entries are looked for each time that so many were written. */
const WRITES_PER_SWEEP = 500;

type Entry = { model: string; payload: AdapterPayload; expiresAtMs: number };

/** Keeps what the provider has to remember for as long as the process lives. */
export function createMemoryAdapter(): AdapterFactory {
  const entries = new Map<string, Entry>();
  let writes = 0;

  const sweep = () => {
    for (const [key, { expiresAtMs }] of entries) {
      if (expiresAtMs <= Date.now()) {
        entries.delete(key);
      }
    }
  };
  const payloadOf = (entry: Entry | undefined) =>
    entry && entry.expiresAtMs > Date.now() ? entry.payload : undefined;

  return (model: string): Adapter => {
    const keyOf = (id: string) => `${model}:${id}`;
    const findBy = (matches: (payload: AdapterPayload) => boolean) => {
      for (const entry of entries.values()) {
        if (entry.model === model && matches(entry.payload)) {
          return payloadOf(entry);
        }
      }
      return undefined;
    };
    return {
      async upsert(id, payload, expiresInS) {
        if (++writes % WRITES_PER_SWEEP === 0) {
          sweep();
        }
        const expiresAtMs = expiresInS
          ? Date.now() + expiresInS * 1000
          : Infinity;
        entries.set(keyOf(id), { model, payload, expiresAtMs });
      },
      async find(id) {
        return payloadOf(entries.get(keyOf(id)));
      },
      async findByUid(uid) {
        return findBy(payload => payload.uid === uid);
      },
      async findByUserCode(userCode) {
        return findBy(payload => payload.userCode === userCode);
      },
      async consume(id) {
        const entry = entries.get(keyOf(id));
        if (entry) {
          entry.payload.consumed = Math.floor(Date.now() / 1000);
        }
      },
      async destroy(id) {
        entries.delete(keyOf(id));
      },
      async revokeByGrantId(grantId) {
        for (const [key, { payload }] of entries) {
          if (payload.grantId === grantId) {
            entries.delete(key);
          }
        }
      },
    };
  };
}
