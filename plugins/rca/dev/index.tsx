import '@backstage/cli/asset-types';
// Here this file is the app.
// eslint-disable-next-line @backstage/no-ui-css-imports-in-non-frontend
import '@backstage/ui/css/styles.css';
import { createApp } from '@backstage/frontend-defaults';
import {
  ApiBlueprint,
  createFrontendModule,
} from '@backstage/frontend-plugin-api';
import { devSignInModule } from '@internal/page-kit/devUtils';
import catalogPlugin from '@backstage/plugin-catalog/alpha';
import ReactDOM from 'react-dom/client';
import rcaPlugin, { RcaApi, rcaApiRef } from '../src';
import {
  causeFoundReport,
  failedInvestigation,
  healthyReport,
  inconclusiveReport,
  investigationOf,
  runningInvestigation,
} from '../src/__fixtures__/reports';

const investigations = [
  runningInvestigation,
  ...[causeFoundReport, inconclusiveReport, healthyReport].map(investigationOf),
  failedInvestigation,
];

/** Answers from the fixtures: `/rca` and its reports without a backend. */
const fixtureApi: RcaApi = {
  list: async ({ verdict, state }) => ({
    items: investigations.filter(
      item =>
        (!verdict || item.verdict === verdict) &&
        (!state || item.state === state),
    ),
  }),
  start: async () => runningInvestigation,
  get: async id => investigations.find(item => item.id === id)!,
  cancel: async () => {},
  getMarkdown: async () => '# Root cause\n',
};

const fixtures = createFrontendModule({
  pluginId: 'rca',
  extensions: [
    ApiBlueprint.make({
      params: defineParams =>
        defineParams({ api: rcaApiRef, deps: {}, factory: () => fixtureApi }),
    }),
  ],
});

const app = createApp({
  features: [devSignInModule, catalogPlugin, rcaPlugin, fixtures],
});

ReactDOM.createRoot(document.getElementById('root')!).render(app.createRoot());
