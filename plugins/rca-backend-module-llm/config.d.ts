import { HumanDuration } from '@backstage/types';

export interface Config {
  rca?: {
    /** A language model that words finished reports. Default: none, and reports have no such words. */
    llm?: {
      /** Asked in this order, until one answers. Default: none, which switches all of it off. */
      models: Array<{
        /** How the model is called in reports and metrics. Default: `<provider>/<model>`. */
        name?: string;
        provider: 'openai-compatible' | 'anthropic' | 'ollama';
        /** Name of the model, as its server calls it. */
        model: string;
        /** Where it is served. Required for `openai-compatible`; default of the others: the public API of Anthropic, and Ollama on this machine. */
        baseUrl?: string;
        /**
         * Required for `anthropic`. Default: none.
         * @visibility secret
         */
        apiKey?: string;
        /**
         * Further headers of each request. Default: none.
         * @deepVisibility secret
         */
        headers?: { [name: string]: string };
        /** How `openai-compatible` is asked for its structured answer; older servers know the latter two only. Default: `jsonSchema`. */
        structuredOutput?: 'jsonSchema' | 'functionCalling' | 'jsonMode';
        /** How long one answer may take. Default: 28 seconds, and 14 seconds when another model follows. */
        timeout?: HumanDuration | string;
        /** Longest answer, in tokens. Default: 1000. */
        maxAnswerTokens?: number;
        /** What it costs. Default: nothing. */
        price?: {
          /** Of a million tokens of a prompt, in any one currency. */
          input: number;
          /** Of a million tokens of an answer. */
          output: number;
        };
      }>;
      /** For each tenant, which is the namespace of the service in question. */
      limits?: {
        /** Requests within a minute. Default: 10. */
        perMinute?: number;
        /** Requests at once. Default: 2. */
        concurrent?: number;
      };
      /** For each tenant and day of UTC; what goes beyond is refused. */
      budget?: {
        /** Tokens of prompts and answers. Default: 200000. */
        tokensPerDay?: number;
        /** In the currency of the prices. Default: unlimited. */
        costPerDay?: number;
      };
      masking?: {
        /** Words that never leave the portal, such as names of customers. Default: none. */
        names?: string[];
        /**
         * From which the masks of all tenants are derived, at least 32 characters. Default: one is made and kept in the database.
         * @visibility secret
         */
        key?: string;
      };
      /** How long an answer is given again for the same findings. Default: 1 hour. */
      cacheTtl?: HumanDuration | string;
    };
  };
}
