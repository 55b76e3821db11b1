import { StoreConfig } from './config';
import { Vocabulary } from './Vocabulary';

/** What every store is built from. @internal */
export type StoreOptions = {
  cluster: string;
  config: StoreConfig;
  vocabulary: Vocabulary;
};
