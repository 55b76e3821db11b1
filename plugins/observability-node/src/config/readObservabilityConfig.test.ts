import { ConfigReader } from '@backstage/config';
import { readObservabilityConfig } from './readObservabilityConfig';
import { defaultVocabulary } from '../Vocabulary';

const url = 'http://127.0.0.1:9428';
const https = 'https://127.0.0.1:9428';
const pem = '-----BEGIN CERTIFICATE-----\n';

function read(observability: any) {
  return readObservabilityConfig(new ConfigReader({ observability }));
}
function readLogs(logs: any) {
  return read({
    clusters: { c: { logs: { type: 'victorialogs', url, ...logs } } },
  });
}

describe('readObservabilityConfig', () => {
  it('should know nothing without configuration', () => {
    const config = readObservabilityConfig(new ConfigReader({}));
    expect(config.clusters.size).toBe(0);
    expect(config.vocabulary).toEqual(defaultVocabulary);
  });

  it('should read stores with their defaults', () => {
    const { logs, metrics, traces } = readLogs({}).clusters.get('c')!;
    expect(metrics).toBeUndefined();
    expect(traces).toBeUndefined();
    expect(logs).toMatchObject({
      type: 'victorialogs',
      key: 'observability.clusters.c.logs',
    });
    expect(logs!.config).toEqual({
      url: new URL('http://127.0.0.1:9428/'),
      headers: {},
      deadlineMs: 10_000,
      maxConcurrency: 8,
      maxQueue: 128,
      maxTails: 32,
    });
  });

  it('should read everything that can be set', () => {
    const config = read({
      vocabulary: { logs: { level: 'severity' }, metrics: { namespace: 'ns' } },
      clusters: {
        prod: {
          vocabulary: { metrics: { namespace: 'k8s_namespace_name' } },
          metrics: {
            type: 'victoriametrics',
            url: 'https://vm.example.com/prometheus',
            auth: { basic: { username: 'u', password: 'p' } },
            headers: { AccountID: 7, 'X-Scope': 'a' },
            deadline: '3s',
            maxConcurrency: 2,
            maxQueue: 5,
            maxTails: 7,
          },
        },
      },
    });
    const prod = config.clusters.get('prod')!;
    expect(prod.metrics!.config).toEqual({
      url: new URL('https://vm.example.com/prometheus/'),
      headers: { AccountID: '7', 'X-Scope': 'a', Authorization: 'Basic dTpw' },
      deadlineMs: 3_000,
      maxConcurrency: 2,
      maxQueue: 5,
      maxTails: 7,
    });
    expect(prod.vocabulary.logs.level).toBe('severity');
    expect(prod.vocabulary.metrics.namespace).toBe('k8s_namespace_name');
    expect(config.vocabulary.metrics.namespace).toBe('ns');
  });

  it('should read certificates as text and as paths, and none of unset keys', () => {
    const readTls = (tls: object) =>
      readLogs({ url: https, tls }).clusters.get('c')!.logs!.config.tls;
    expect(
      readTls({ ca: pem, certFile: 'a', keyFile: 'b', serverName: 'logs' }),
    ).toEqual({
      ca: { pem },
      cert: { file: 'a' },
      key: { file: 'b' },
      serverName: 'logs',
    });
    expect(readTls({})).toBeUndefined();
  });

  it.each<[object, Record<string, string>]>([
    [
      { basic: { username: 'u', password: 'p:w' } },
      { Authorization: 'Basic dTpwOnc=' },
    ],
    [{ bearer: { token: 't' } }, { Authorization: 'Bearer t' }],
    // What is left of the production configuration when a variable is not set.
    [{ basic: {}, bearer: { token: 't' } }, { Authorization: 'Bearer t' }],
    [
      { basic: { username: 'u', password: 'p' }, bearer: {} },
      { Authorization: 'Basic dTpw' },
    ],
    [{ basic: {}, bearer: {} }, {}],
    [{}, {}],
  ])('should authenticate by %j', (auth, headers) => {
    expect(readLogs({ auth }).clusters.get('c')!.logs!.config.headers).toEqual(
      headers,
    );
  });

  it.each([
    [
      { auth: { basic: { username: 'u' } } },
      'must have both username and password',
    ],
    [
      { auth: { basic: { password: 'p' } } },
      'must have both username and password',
    ],
    [{ url: 'ftp://x' }, 'must be an http or https URL'],
    [{ url: 'http://u:p@x' }, 'without credentials'],
    [{ url: 'http://x/?a=b' }, 'without credentials, query'],
    [{ url: 'x' }, 'must be an http or https URL'],
    [
      {
        auth: {
          basic: { username: 'u', password: 'p' },
          bearer: { token: 't' },
        },
      },
      'only one of',
    ],
    [{ headers: { Authorization: 'x' } }, 'through auth or url'],
    [{ headers: { 'X-A': 'a\r\nX-B: b' } }, 'printable ASCII'],
    [{ headers: { AccountID: '-1' } }, 'must be a number from 0'],
    [{ headers: { projectid: '4294967296' } }, 'must be a number from 0'],
    [{ deadline: '0s' }, 'must be between'],
    [{ deadline: '1h' }, 'must be between'],
    [{ maxConcurrency: 0 }, 'must be at least 1'],
    [{ maxQueue: 1.5 }, 'must be at least 1'],
    [{ maxTails: 0 }, 'must be at least 1'],
    [{ tls: { ca: pem } }, 'must be https'],
    [{ url: https, tls: { cert: pem } }, 'both a certificate'],
    [{ url: https, tls: { keyFile: 'tls.key' } }, 'both a certificate'],
    [{ url: https, tls: { ca: pem, caFile: 'ca.crt' } }, 'only one of'],
    [{ url: https, tls: { ca: '/etc/ca.crt' } }, 'must be PEM text'],
  ])('should refuse %j', (logs, message) => {
    expect(() => readLogs(logs)).toThrow(message);
  });

  it.each([
    [
      { logs: { levle: 'x' } },
      'Unknown key observability.vocabulary.logs.levle',
    ],
    [{ logs: { level: 'a:b' } }, 'must match'],
    [{ metrics: { namespace: 'x="y"} or up{a' } }, 'must match'],
    [{ metrics: { pod: 'job:pod' } }, 'must match'],
    [{ traces: { namespace: 'a" || true' } }, 'must match'],
  ])('should refuse the vocabulary %j', (vocabulary, message) => {
    expect(() => read({ vocabulary })).toThrow(message);
  });
});
