import { toBackstageError } from './kubernetesErrors';

const refused = (code: number, message: string) =>
  toBackstageError(
    Object.assign(new Error('HTTP'), {
      code,
      body: JSON.stringify({ kind: 'Status', message }),
    }),
    'The log',
  );

describe('toBackstageError', () => {
  it('says what the API server says', () => {
    expect(refused(403, 'pods is forbidden')).toMatchObject({
      name: 'NotAllowedError',
      message: 'The log: pods is forbidden',
    });
    expect(refused(404, 'pods "x" not found').name).toBe('NotFoundError');
    expect(refused(400, 'a container name must be specified').name).toBe(
      'InputError',
    );
  });

  it.each([
    [
      'Get "https://node-1:10250/containerLogs/a/b/app?tailLines=1": dial tcp: lookup node-1 on 10.0.0.2:53: no such host',
      'The log: dial tcp: lookup node-1: no such host',
    ],
    [
      'Get "https://10.0.0.7:10250/containerLogs/a/b/app": dial tcp 10.0.0.7:10250: connect: connection refused',
      'The log: dial tcp: connect: connection refused',
    ],
    [
      'Get "https://[fd00::7]:10250/x": dial tcp [fd00::7]:10250: i/o timeout',
      'The log: dial tcp: i/o timeout',
    ],
  ])('keeps the address out of %s', (message, expected) => {
    expect(refused(500, message)).toMatchObject({
      name: 'ServiceUnavailableError',
      message: expected,
    });
  });
});
