export type {
  PastReport,
  PastReportFacts,
  PastReports,
} from './PastReportFacts';
export { PastReportsCollector } from './PastReportsCollector';
