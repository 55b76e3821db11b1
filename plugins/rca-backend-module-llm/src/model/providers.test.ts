import { createServer } from 'node:http';
import { AddressInfo } from 'node:net';
import { ModelConfig } from '../config';
import { askModel } from './askModel';

const ANSWER = {
  sentences: [{ text: 'cart fails.', entity: 'cart', evidence: ['ev-1'] }],
};

describe('askModel', () => {
  it.each<[ModelConfig['provider'], string, object, [string, string]]>([
    [
      'anthropic',
      '/v1/messages',
      {
        id: 'm-1',
        type: 'message',
        role: 'assistant',
        model: 'scripted',
        stop_reason: 'tool_use',
        content: [
          { type: 'tool_use', id: 't-1', name: 'narrative', input: ANSWER },
        ],
        usage: { input_tokens: 90, output_tokens: 10 },
      },
      ['x-api-key', 'key-of-the-test'],
    ],
    [
      'ollama',
      '/api/chat',
      {
        model: 'scripted',
        created_at: '2026-11-21T05:00:00Z',
        message: { role: 'assistant', content: JSON.stringify(ANSWER) },
        done: true,
        prompt_eval_count: 90,
        eval_count: 10,
      },
      ['authorization', 'Bearer key-of-the-test'],
    ],
  ])(
    'asks %s in its own protocol',
    async (provider, path, body, [header, value]) => {
      const seen: unknown[] = [];
      const server = createServer((req, res) => {
        seen.push([req.url, req.headers[header], req.headers['x-more']]);
        req.resume();
        res.writeHead(200, { 'content-type': 'application/json' });
        res.end(`${JSON.stringify(body)}\n`);
      });
      await new Promise<void>(done => server.listen(0, '127.0.0.1', done));
      try {
        const { port } = server.address() as AddressInfo;
        const asked = await askModel(
          {
            name: provider,
            provider,
            model: 'scripted',
            baseUrl: `http://127.0.0.1:${port}`,
            apiKey: 'key-of-the-test',
            headers: { 'x-more': 'yes' },
            structuredOutput: 'jsonSchema',
            timeoutMs: 5_000,
            maxAnswerTokens: 100,
            price: { input: 0, output: 0 },
          },
          { system: 'rules', user: 'data' },
          new AbortController().signal,
        );
        expect(asked).toEqual({
          answer: ANSWER,
          usage: { input: 90, output: 10 },
        });
        expect(seen).toEqual([[path, value, 'yes']]);
      } finally {
        server.closeAllConnections();
        server.close();
      }
    },
  );
});
