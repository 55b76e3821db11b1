import { MetricUnit } from '@internal/plugin-observability-common';

const BYTES: Array<[unit: string, size: number]> = [
  ['GiB', 1024 ** 3],
  ['MiB', 1024 ** 2],
  ['KiB', 1024],
];
const MINUTE_MS = 60_000;

/** A value with its unit, as people say it: `340 ms`, `1.2 %`, `96 MiB`. @internal */
export function formatValue(value: number, unit: MetricUnit): string {
  switch (unit) {
    case 'seconds':
      return value < 1 ? `${digits(value * 1_000)} ms` : `${digits(value)} s`;
    case 'ratio':
      return `${digits(value * 100)} %`;
    case 'per-second':
      return `${digits(value)}/s`;
    case 'cores':
      return value < 1
        ? `${digits(value * 1_000)} millicores`
        : `${digits(value)} cores`;
    case 'bytes': {
      const [name, size] = BYTES.find(
        ([, bytes]) => Math.abs(value) >= bytes,
      ) ?? ['B', 1];
      return `${digits(value / size)} ${name}`;
    }
    case 'count':
    case 'none':
    default:
      return digits(value);
  }
}

/** A span of time: `45 s`, `12 min`, `3.5 h`, `6 days`. @internal */
export function formatSpan(ms: number): string {
  if (ms < 2 * MINUTE_MS) return `${Math.round(ms / 1_000)} s`;
  if (ms < 120 * MINUTE_MS) return `${Math.round(ms / MINUTE_MS)} min`;
  const hours = ms / 60 / MINUTE_MS;
  return hours < 48 ? `${digits(hours)} h` : `${digits(hours / 24)} days`;
}

/** `2026-11-21 03:15 UTC`: exact, in every reader's log. @internal */
export function formatTime(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}

function digits(value: number): string {
  if (value === 0) return '0';
  const rounded = Number(value.toPrecision(3));
  return Math.abs(rounded) >= 1_000
    ? String(Math.round(rounded))
    : String(rounded);
}
