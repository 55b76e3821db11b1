import { ObservabilityApi } from '../api';
import {
  checkoutTarget,
  fieldNames,
  linesOf,
  marksOf,
  patternsOf,
  podNames,
  volumeOf,
} from '../__fixtures__/logs';

/** An API whose methods a test has not given fail loudly. */
export function mockObservabilityApi(
  methods: Partial<ObservabilityApi> = {},
): jest.Mocked<ObservabilityApi> {
  const unexpected = (name: string) =>
    jest.fn().mockRejectedValue(new Error(`Unexpected call of ${name}`));
  return {
    ...(Object.fromEntries(
      [
        'getTarget',
        'getMarks',
        'getLogVolume',
        'getLogPatterns',
        'getLogLines',
        'getLogFields',
        'exportLogs',
        'listMetricPanels',
        'getMetricPanel',
        'queryMetrics',
        'getMetricNames',
        'searchTraces',
        'getTrace',
        'listAnomalies',
        'listMutes',
        'createMute',
        'deleteMute',
      ].map(name => [name, unexpected(name)]),
    ) as unknown as jest.Mocked<ObservabilityApi>),
    tailLogs: jest.fn(() => {
      throw new Error('Unexpected call of tailLogs');
    }),
    ...methods,
  } as jest.Mocked<ObservabilityApi>;
}

/** Enough of each kind, and few enough to be asked for by role. */
const LINES = 12;

/** Answers everything that the Logs tab asks, from the fixtures. */
export function mockLogsApi(
  methods: Partial<ObservabilityApi> = {},
): jest.Mocked<ObservabilityApi> {
  return mockObservabilityApi({
    getTarget: jest.fn(async () => checkoutTarget),
    getMarks: jest.fn(async ({ window }) => marksOf(window)),
    getLogVolume: jest.fn(async ({ window }) => volumeOf(window)),
    getLogPatterns: jest.fn(async ({ window }) => patternsOf(window)),
    getLogLines: jest.fn(async ({ window }) => linesOf(window, LINES)),
    getLogFields: jest.fn(async ({ field }) => (field ? podNames : fieldNames)),
    ...methods,
  });
}
