import { createServer, IncomingHttpHeaders, ServerResponse } from 'node:http';
import { AddressInfo } from 'node:net';

/** What came in. */
export type Question = {
  path: string;
  headers: IncomingHttpHeaders;
  body: {
    model: string;
    messages: Array<{ role: string; content: string }>;
    response_format?: { type: string };
  };
};

/** How the server behaves for one question. */
export type Script = (question: Question, res: ServerResponse) => void;

/** A server that speaks the chat API of OpenAI as far as a script lets it. */
export async function scriptedModel() {
  const questions: Question[] = [];
  const state = { script: answers([]) as Script };
  const server = createServer(async (req, res) => {
    let text = '';
    for await (const chunk of req) text += chunk;
    const question = {
      path: req.url ?? '',
      headers: req.headers,
      body: JSON.parse(text),
    };
    questions.push(question);
    state.script(question, res);
  });
  await new Promise<void>(done => server.listen(0, '127.0.0.1', done));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    questions,
    plays: (script: Script) => {
      state.script = script;
      questions.length = 0;
    },
    stop: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

const completion = (content: string) => ({
  id: 'c-1',
  object: 'chat.completion',
  created: 1,
  model: 'scripted',
  choices: [
    {
      index: 0,
      finish_reason: 'stop',
      message: { role: 'assistant', content },
    },
  ],
  usage: { prompt_tokens: 900, completion_tokens: 100, total_tokens: 1_000 },
});

const JSON_TYPE = { 'content-type': 'application/json' };

/** Answers with text of its own. */
export function says(content: string): Script {
  return (_, res) => {
    res.writeHead(200, JSON_TYPE);
    res.end(JSON.stringify(completion(content)));
  };
}

/** Answers with these sentences, and with whatever else. */
export function answers(sentences: unknown[], more: object = {}): Script {
  return says(JSON.stringify({ sentences, ...more }));
}

/** Refuses. */
export function refuses(
  status: number,
  headers: Record<string, string> = {},
): Script {
  return (_, res) => {
    res.writeHead(status, { ...JSON_TYPE, ...headers });
    res.end(
      JSON.stringify({ error: { message: 'quota of key sk-internal-1' } }),
    );
  };
}

/** Never answers. */
export const hangs: Script = () => {};

/** Closes the connection without a word. */
export const dies: Script = (_, res) => res.destroy();

/** Sends the begin of an answer, in chunks, and dies. */
export const diesHalfway: Script = (_, res) => {
  res.writeHead(200, JSON_TYPE);
  res.write(JSON.stringify(completion('{"sentences":[')).slice(0, 120), () =>
    setTimeout(() => res.destroy(), 20),
  );
};

/** Says how long the answer is, and sends less. */
export const cutsShort: Script = (_, res) => {
  const text = JSON.stringify(completion('{"sentences":[]}'));
  res.writeHead(200, { ...JSON_TYPE, 'content-length': text.length });
  res.write(text.slice(0, 80), () => setTimeout(() => res.destroy(), 20));
};

/** Never stops. */
export const floods: Script = (_, res) => {
  res.writeHead(200, JSON_TYPE);
  const chunk = 'x'.repeat(64 * 1024);
  const more = () => {
    while (!res.destroyed && res.write(chunk));
    if (!res.destroyed) res.once('drain', more);
  };
  more();
};
