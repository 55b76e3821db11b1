export { TracesTab } from './TracesTab';
