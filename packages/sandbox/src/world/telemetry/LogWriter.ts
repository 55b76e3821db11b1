import type { ContainerLogs, LogSink } from '../../types';
import type { PodRuntime } from '../cluster/kubelet/PodRuntime';
import type { Environment } from '../Environment';

export type Level = 'debug' | 'info' | 'warn' | 'error';

/** Lines of a running container that stay readable by `kubectl logs`. */
const MAX_CURRENT_LINES = 1000;
/** Lines of the container before it. */
const MAX_PREVIOUS_LINES = 200;

type Line = { timeMs: number; text: string };
type Output = { lines: Line[]; ended: boolean };
type Target = { namespace: string; pod: string; container: string };
type Follower = { key: string; listener: (line: Line) => void };
type Pending = {
  timeMs: number;
  runtime: PodRuntime;
  output: Output;
  level: Level;
  text: string;
  traceId?: string;
};

/**
 * Where containers write. Lines are held back until the world's time has reached
 * them, then go out in order: to the container's own log and to the log sinks.
 */
export class LogWriter implements ContainerLogs {
  readonly #sinks: LogSink[];
  readonly #environment: Environment;
  readonly #current = new Map<string, Output>();
  readonly #previous = new Map<string, Line[]>();
  readonly #followers = new Set<Follower>();
  #pending: Pending[] = [];
  /** Off while the world warms up: nobody collected logs then. */
  collecting = false;

  constructor(sinks: LogSink[], environment: Environment) {
    this.#sinks = sinks;
    this.#environment = environment;
  }

  /** A new container: what the one before wrote becomes its previous log. */
  begin(runtime: PodRuntime): void {
    const key = keyOf(runtime.namespace, runtime.name, runtime.container);
    const before = this.#current.get(key);
    if (before) {
      this.flush(Infinity, before);
      this.#previous.set(key, before.lines.slice(-MAX_PREVIOUS_LINES));
    }
    this.#current.set(key, { lines: [], ended: false });
  }

  /** The container ended: it writes nothing any more. */
  end(runtime: PodRuntime, nowMs: number): void {
    const output = this.#current.get(
      keyOf(runtime.namespace, runtime.name, runtime.container),
    );
    if (output) {
      output.ended = true;
      this.#pending = this.#pending.filter(
        line => line.output !== output || line.timeMs <= nowMs,
      );
    }
  }

  write(
    runtime: PodRuntime,
    timeMs: number,
    level: Level,
    text: string,
    traceId?: string,
  ): void {
    const output = this.#current.get(
      keyOf(runtime.namespace, runtime.name, runtime.container),
    );
    if (output && !output.ended) {
      this.#pending.push({ timeMs, runtime, output, level, text, traceId });
    }
  }

  /** The pod is gone, and its logs with it. */
  forget(runtime: PodRuntime): void {
    const key = keyOf(runtime.namespace, runtime.name, runtime.container);
    this.flush(Infinity, this.#current.get(key));
    this.#current.delete(key);
    this.#previous.delete(key);
  }

  /** Sends out what is due, oldest first; of one container only when given. */
  flush(untilMs: number, only?: Output): void {
    const due = this.#pending.filter(
      line => line.timeMs <= untilMs && (!only || line.output === only),
    );
    if (due.length === 0) {
      return;
    }
    this.#pending = this.#pending.filter(
      line => line.timeMs > untilMs || (only && line.output !== only),
    );
    due.sort((a, b) => a.timeMs - b.timeMs);
    for (const line of due) {
      this.#keep(line);
      if (this.collecting && !this.#environment.isSilent(line.runtime.node)) {
        const fields = fieldsOf(line);
        for (const sink of this.#sinks) {
          sink.addLine(line.timeMs, fields);
        }
      }
    }
  }

  read(
    options: Target & {
      previous: boolean;
      tailLines?: number;
      sinceTimeMs?: number;
    },
  ): Line[] {
    const key = keyOf(options.namespace, options.pod, options.container);
    const lines =
      (options.previous
        ? this.#previous.get(key)
        : this.#current.get(key)?.lines) ?? [];
    const since = options.sinceTimeMs ?? -Infinity;
    const wanted = lines.filter(line => line.timeMs >= since);
    return options.tailLines === undefined
      ? wanted
      : wanted.slice(Math.max(0, wanted.length - options.tailLines));
  }

  follow(target: Target, listener: (line: Line) => void): () => void {
    const follower = {
      key: keyOf(target.namespace, target.pod, target.container),
      listener,
    };
    this.#followers.add(follower);
    return () => {
      this.#followers.delete(follower);
    };
  }

  #keep(pending: Pending): void {
    const { lines } = pending.output;
    const prefix = `${new Date(pending.timeMs).toISOString()} ${pending.level
      .toUpperCase()
      .padEnd(5)} `;
    const key = keyOf(
      pending.runtime.namespace,
      pending.runtime.name,
      pending.runtime.container,
    );
    pending.text.split('\n').forEach((part, index) => {
      const line = {
        timeMs: pending.timeMs,
        text: index === 0 ? prefix + part : part,
      };
      lines.push(line);
      for (const follower of this.#followers) {
        if (follower.key === key) {
          follower.listener(line);
        }
      }
    });
    // Cut in steps: a shift per line would move the whole array each time.
    if (lines.length > MAX_CURRENT_LINES * 1.25) {
      lines.splice(0, lines.length - MAX_CURRENT_LINES);
    }
  }
}

/** The record as a log shipper with Kubernetes enrichment writes it. */
function fieldsOf({
  runtime,
  level,
  text,
  traceId,
}: Pending): Record<string, string> {
  return {
    _msg: text,
    level,
    stream: level === 'error' || level === 'warn' ? 'stderr' : 'stdout',
    'kubernetes.pod_namespace': runtime.namespace,
    'kubernetes.pod_name': runtime.name,
    'kubernetes.container_name': runtime.container,
    'kubernetes.pod_labels.app.kubernetes.io/name': runtime.service,
    'kubernetes.pod_node_name': runtime.node,
    ...(traceId ? { trace_id: traceId } : {}),
  };
}

function keyOf(namespace: string, pod: string, container: string): string {
  return `${namespace}/${pod}/${container}`;
}
