// Writes schema/rca-report-<version>.schema.json: `yarn workspace @internal/plugin-rca-common generate`.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createReportJsonSchema } from '../src/reportSchema';
import { REPORT_SCHEMA_VERSION } from '../src/report';

writeFileSync(
  join(__dirname, `../schema/rca-report-${REPORT_SCHEMA_VERSION}.schema.json`),
  `${JSON.stringify(createReportJsonSchema(), undefined, 2)}\n`,
);
