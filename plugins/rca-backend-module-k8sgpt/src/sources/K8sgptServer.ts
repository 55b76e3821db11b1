import { ResponseError } from '@backstage/errors';
import { TenantScope } from '@internal/plugin-tenancy-common';
import { K8sgptReading, K8sgptSource } from './K8sgptSource';
import { parseAnswer } from './parseAnswer';
import { readBounded } from './readBounded';

/** `k8sgpt serve --http`, asked about one namespace at a time, without its model. @internal */
export class K8sgptServer implements K8sgptSource {
  /** The server looks with rights of its own. */
  readonly asTenant = false;
  readonly #url: string;
  readonly #filters: readonly string[];

  constructor(options: { url: string; filters: readonly string[] }) {
    this.#url = `${options.url}/v1/analyze`;
    this.#filters = options.filters;
  }

  async read(options: {
    scope: TenantScope;
    namespaces: readonly string[];
    signal: AbortSignal;
  }): Promise<K8sgptReading> {
    const readings = await Promise.all(
      options.namespaces.map(namespace => this.#ask(namespace, options.signal)),
    );
    return {
      results: readings.flatMap(({ results }) => results),
      unchecked: readings.flatMap(({ unchecked }) => unchecked),
    };
  }

  async #ask(namespace: string, signal: AbortSignal): Promise<K8sgptReading> {
    const question = {
      namespace,
      filters: this.#filters,
      explain: false,
      output: 'json',
    };
    const response = await fetch(this.#url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(question),
      // It has no business to send us elsewhere.
      redirect: 'error',
      signal,
    });
    if (!response.ok) {
      throw await ResponseError.fromResponse(response);
    }
    const text = await readBounded(response.body ?? []);
    return parseAnswer(text, {
      namespace,
      query: `POST /v1/analyze ${JSON.stringify(question)}`,
    });
  }
}
