import { stringifyError } from '@backstage/errors';
import { LogTailEvent } from '@internal/plugin-observability-common';
import { Response, Router } from 'express';
import { ReadableTarget } from '../access/TelemetryAccess';
import { exportLines, exportTypes, writeNote } from '../logs/exportLines';
import { loadFields } from '../logs/loadFields';
import { loadLines } from '../logs/loadLines';
import { loadPatterns } from '../logs/loadPatterns';
import { loadVolume } from '../logs/loadVolume';
import { LogQuestion } from '../logs/LogQuestion';
import { LogQuestions } from '../logs/LogQuestions';
import { tailLines } from '../logs/tailLines';
import { Call, Endpoints } from './Endpoints';
import { Parsed, requests } from './requests';

/** The window whose pods a tail begins with. */
const TAIL_PODS_MS = 60 * 60_000;

/** @internal */
export function addLogRoutes(
  router: Router,
  options: { endpoints: Endpoints; logs: LogQuestions },
): void {
  const { endpoints, logs } = options;
  const ask = <T>(
    call: Call<Omit<Parsed<'logVolume'>, 'buckets'>>,
    work: (question: LogQuestion) => Promise<T>,
  ) => logs.ask({ ...call, request: call.body }, work);
  router.post(
    '/logs/volume',
    endpoints.aboutTarget(
      { eventId: 'log-volume-read' },
      requests.logVolume,
      call => ask(call, question => loadVolume(question, call.body.buckets)),
    ),
  );
  router.post(
    '/logs/patterns',
    endpoints.aboutTarget(
      { eventId: 'log-patterns-read' },
      requests.logPatterns,
      call => ask(call, question => loadPatterns(question, call.body.limit)),
    ),
  );
  router.post(
    '/logs/lines',
    endpoints.aboutTarget(
      { eventId: 'log-lines-read' },
      requests.logLines,
      call => ask(call, question => loadLines(question, call.body)),
    ),
  );
  router.post(
    '/logs/fields',
    endpoints.aboutTarget(
      { eventId: 'log-fields-read' },
      requests.logFields,
      call => ask(call, question => loadFields(question, call.body.field)),
    ),
  );
  router.post(
    '/logs/tail',
    endpoints.followingTarget(
      { eventId: 'log-tail' },
      requests.logTail,
      call => {
        const now = Date.now();
        const window = call.body.window ?? {
          from: new Date(now - TAIL_PODS_MS),
          to: new Date(now),
        };
        return logs.ask(
          { ...call, request: { ...call.body, window }, lasting: true },
          question => answerTail(question, call.response),
        );
      },
    ),
  );
  router.post(
    '/logs/export',
    // A reader who takes long holds it open, so that it ends with the right to it.
    endpoints.followingTarget(
      { eventId: 'log-export', severityLevel: 'medium' },
      requests.logExport,
      call => ask(call, question => answerExport(question, call)),
    ),
  );
}

async function answerTail(question: LogQuestion, response: Response) {
  beginStream(response, 'application/x-ndjson');
  await tailLines(question, (event: LogTailEvent) =>
    response.write(`${JSON.stringify(event)}\n`),
  );
  response.end();
}

async function answerExport(
  question: LogQuestion,
  {
    body,
    target,
    response,
  }: {
    body: Parsed<'logExport'>;
    target: ReadableTarget;
    response: Response;
  },
) {
  const { format } = body;
  const { type, extension } = exportTypes[format];
  try {
    for await (const text of exportLines(question, format)) {
      if (!response.headersSent) {
        // Only now is it known that there is an answer at all.
        response.attachment(`${fileName(target.service)}-logs.${extension}`);
        beginStream(response, type);
      }
      if (!response.write(text)) await drained(response, question.signal);
    }
  } catch (error) {
    if (!response.headersSent || response.destroyed) throw error;
    response.write(writeNote(`Broken off: ${stringifyError(error)}`, format));
  }
  response.end();
}

function beginStream(response: Response, type: string) {
  response
    .status(200)
    .type(type)
    .set('X-Content-Type-Options', 'nosniff')
    // Compression would hold lines back until there are enough of them.
    .set('Cache-Control', 'no-store, no-transform')
    .flushHeaders();
}

function drained(response: Response, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const onAbort = () => reject(signal.reason);
    signal.addEventListener('abort', onAbort, { once: true });
    response.once('drain', () => {
      signal.removeEventListener('abort', onAbort);
      resolve();
    });
  });
}

function fileName(service: string): string {
  return service.replace(/[^A-Za-z0-9._-]/g, '_');
}
