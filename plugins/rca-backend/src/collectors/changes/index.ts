export type {
  ChangeFacts,
  CommitChange,
  ConfigChange,
  FieldChange,
  FieldKind,
  RolloutChange,
  ScaleChange,
} from './ChangeFacts';
export { ChangesCollector } from './ChangesCollector';
export type { ManifestLayout } from './gitChanges';
