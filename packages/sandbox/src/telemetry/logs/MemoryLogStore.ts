import { LogSink } from '../../types';
import { FieldSet, FieldSets } from './FieldSets';
import { LogChunk } from './LogChunk';
import { StoredRow } from './LogRow';
import { BEGINNING, END, LogTime } from './time';

/** Lines that the store holds unless the caller says otherwise. */
export const DEFAULT_MAX_LOG_LINES = 1_000_000;
/** How long lines are kept, as on the real server. */
export const DEFAULT_LOG_RETENTION_MS = 7 * 24 * 60 * 60 * 1000;
/** The fields that make a stream of what the world writes. */
export const DEFAULT_STREAM_FIELDS = [
  'kubernetes.pod_namespace',
  'kubernetes.pod_name',
  'kubernetes.container_name',
];

/** VictoriaLogs' tenant: two unsigned 32-bit numbers. */
export interface Tenant {
  accountId: number;
  projectId: number;
}

/** Where lines go that name no tenant. */
export const DEFAULT_TENANT: Tenant = { accountId: 0, projectId: 0 };

interface TenantLines {
  chunks: LogChunk[];
  sets: FieldSets;
}

/** Options of {@link MemoryLogStore}. */
export interface MemoryLogStoreOptions {
  /** Oldest lines leave once there are more. */
  maxLines?: number;
  retentionMs?: number;
  /** The stream fields of lines that come through {@link MemoryLogStore.addLine}. */
  streamFields?: string[];
}

/** Log lines in memory, bounded by number and age. */
export class MemoryLogStore implements LogSink {
  readonly retentionMs: number;
  readonly #maxLines: number;
  readonly #streamFields: string[];
  readonly #tenants = new Map<string, TenantLines>();
  #lines = 0;
  #newestMs = -Infinity;

  constructor(options: MemoryLogStoreOptions = {}) {
    this.#maxLines = options.maxLines ?? DEFAULT_MAX_LOG_LINES;
    this.retentionMs = options.retentionMs ?? DEFAULT_LOG_RETENTION_MS;
    this.#streamFields = options.streamFields ?? DEFAULT_STREAM_FIELDS;
  }

  get lineCount(): number {
    return this.#lines;
  }

  addLine(timeMs: number, fields: Readonly<Record<string, string>>): void {
    const ms = Math.floor(timeMs);
    const time = { ms, ns: Math.round((timeMs - ms) * 1e6) };
    this.add(time, fields, { streamFields: this.#streamFields });
  }

  /** Stores a line with a time to the nanosecond, for a tenant and with stream fields of its own. */
  add(
    time: LogTime,
    fields: Readonly<Record<string, string>>,
    options: { tenant?: Tenant; streamFields: readonly string[] },
  ): void {
    const lines = this.#linesOf(options.tenant ?? DEFAULT_TENANT);
    const { set, own } = lines.sets.intern(fields, options.streamFields);
    let chunk = lines.chunks[lines.chunks.length - 1];
    if (!chunk || chunk.isFull) {
      chunk = new LogChunk();
      lines.chunks.push(chunk);
    }
    chunk.add(time, fields._msg ?? '', set, own);
    this.#lines++;
    this.#newestMs = Math.max(this.#newestMs, time.ms);
    if (chunk.isFull) this.#evict();
  }

  /** Visits the lines of one tenant in [`from`, `to`], in the order of their arrival. */
  visit(
    visitor: (row: StoredRow) => void,
    tenant: Tenant = DEFAULT_TENANT,
    from: LogTime = BEGINNING,
    to: LogTime = END,
  ): void {
    for (const chunk of this.#tenants.get(tenantKey(tenant))?.chunks ?? []) {
      chunk.visit(from, to, visitor);
    }
  }

  clear(): void {
    this.#tenants.clear();
    this.#lines = 0;
    this.#newestMs = -Infinity;
  }

  #linesOf(tenant: Tenant): TenantLines {
    const key = tenantKey(tenant);
    let lines = this.#tenants.get(key);
    if (!lines) {
      lines = { chunks: [], sets: new FieldSets(key) };
      this.#tenants.set(key, lines);
    }
    return lines;
  }

  #evict(): void {
    const oldestMs = this.#newestMs - this.retentionMs;
    for (const lines of this.#tenants.values()) {
      const kept = lines.chunks.filter(
        chunk => chunk.maxMs >= oldestMs || !chunk.isFull,
      );
      this.#dropTo(lines, kept);
    }
    while (this.#lines > this.#maxLines) {
      const fullest = [...this.#tenants.values()].reduce((a, b) =>
        a.chunks.length >= b.chunks.length ? a : b,
      );
      if (fullest.chunks.length <= 1) return;
      this.#dropTo(fullest, fullest.chunks.slice(1));
    }
  }

  #dropTo(lines: TenantLines, kept: LogChunk[]): void {
    if (kept.length === lines.chunks.length) return;
    const count = (chunks: LogChunk[]) =>
      chunks.reduce((sum, chunk) => sum + chunk.size, 0);
    this.#lines -= count(lines.chunks) - count(kept);
    lines.chunks = kept;
    const used = new Set<FieldSet>();
    for (const chunk of kept) chunk.sets.forEach(set => used.add(set));
    lines.sets.retain(used);
  }
}

function tenantKey({ accountId, projectId }: Tenant): string {
  const hex = (id: number) => id.toString(16).padStart(8, '0');
  return hex(accountId) + hex(projectId);
}
