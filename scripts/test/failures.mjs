// What failed, short, for the end of a long log.
const MAX_LINES = 15;
// Colours and cursor movements of a terminal.
// eslint-disable-next-line no-control-regex
const ESCAPES = /\u001b\[[0-9;]*[A-Za-z]/g;

const short = text =>
  (text || 'without a message')
    .replace(ESCAPES, '')
    .split('\n')
    .slice(0, MAX_LINES)
    .join('\n');

/** From Jest's JSON report. */
export function jestFailures({ testResults }) {
  return testResults
    .filter(({ status }) => status === 'failed')
    .flatMap(({ name, message, assertionResults }) => {
      const tests = assertionResults.filter(
        ({ status }) => status === 'failed',
      );
      return tests.length
        ? tests.map(({ fullName, failureMessages }) => ({
            title: fullName,
            message: short(failureMessages.filter(Boolean)[0]),
          }))
        : [{ title: name, message: short(message) }];
    });
}

/** From Playwright's JSON report, whose suites lie within each other. */
export function playwrightFailures({ suites = [], errors = [] }) {
  const inSuite = suite => [
    ...(suite.specs ?? [])
      .filter(({ ok }) => !ok)
      .map(({ title, tests }) => ({
        title,
        message: short(
          tests
            .flatMap(({ results }) => results)
            .map(({ error }) => error?.message)
            .find(Boolean),
        ),
      })),
    ...(suite.suites ?? []).flatMap(inSuite),
  ];
  return [
    ...errors.map(({ message }) => ({
      title: 'Playwright',
      message: short(message),
    })),
    ...suites.flatMap(inSuite),
  ];
}
