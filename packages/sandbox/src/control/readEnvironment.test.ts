import { parseDuration } from './duration';
import { readEnvironment } from './readEnvironment';

describe('readEnvironment', () => {
  it('should have a default for everything, and take what is set', () => {
    const { options, stateFile } = readEnvironment({ SANDBOX_LAG: '' });
    expect(stateFile).toBeUndefined();
    expect(options).toMatchObject({
      live: true,
      ports: {
        control: 7300,
        kubernetes: 7301,
        'kubernetes-2': 7306,
        logs: 7302,
        metrics: 7303,
        traces: 7307,
        oidc: 7304,
        git: 7305,
      },
      dataDir: expect.stringMatching(/\.data\/sandbox$/),
      secondCluster: true,
      replaced: { traces: false, kubernetes: false, oidc: false, git: false },
    });
    expect(
      readEnvironment({
        SANDBOX_SEED: '7',
        SANDBOX_LAG: '15m',
        SANDBOX_PORT_GIT: '0',
        SANDBOX_STATE_FILE: '/tmp/state.json',
        PORTAL_URL: 'http://localhost:7007/, http://127.0.0.1:7007',
        VICTORIALOGS_URL: 'http://logs:9428/',
        JAEGER_URL: 'http://traces:16686',
        GIT_URL: 'https://git.example',
      }),
    ).toMatchObject({
      stateFile: '/tmp/state.json',
      options: {
        seed: 7,
        lagMs: 900_000,
        ports: { git: 0 },
        portalUrls: ['http://localhost:7007', 'http://127.0.0.1:7007'],
        replaced: { logs: 'http://logs:9428', traces: true, git: true },
      },
    });
  });

  it('should name every mistake at once', () => {
    expect(() =>
      readEnvironment({
        SANDBOX_HOST: '0.0.0.0',
        SANDBOX_SEED: '1.5',
        SANDBOX_LAG: 'soon',
        SANDBOX_PORT_OIDC: '70000',
        PORTAL_URL: 'http://localhost, localhost:1',
        OIDC_ISSUER: 'zitadel',
      }),
    ).toThrow(
      [
        "SANDBOX_PORT_OIDC is '70000': must be a port number, or 0 for a free one",
        "SANDBOX_HOST is '0.0.0.0': must be one of 127.0.0.1, ::1, localhost",
        "SANDBOX_SEED is '1.5': must be a whole number",
        "SANDBOX_LAG is 'soon': must be a duration such as 90s, 15m or 2h",
        "PORTAL_URL is 'http://localhost, localhost:1': must be http(s) URLs, separated by commas",
        "OIDC_ISSUER is 'zitadel': must be an http(s) URL",
      ].join('\n'),
    );
  });
});

describe('parseDuration', () => {
  it('should read sums of numbers with units, and nothing else', () => {
    expect(
      ['0', '90s', '1h30m', '1.5h', '250ms', '2d'].map(parseDuration),
    ).toEqual([0, 90_000, 5_400_000, 5_400_000, 250, 172_800_000]);
    expect(['', '5', 'm', '-5m', '5 m', '5m!'].map(parseDuration)).toEqual(
      Array(6).fill(undefined),
    );
  });
});
