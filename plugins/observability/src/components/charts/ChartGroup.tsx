import {
  createContext,
  ReactNode,
  useContext,
  useState,
  useSyncExternalStore,
} from 'react';
import { CursorBus } from './CursorBus';

const CursorContext = createContext<CursorBus | undefined>(undefined);

/** Charts in here show the same moment when the reader points at one of them. */
export function ChartGroup(props: { children: ReactNode }) {
  const [bus] = useState(() => new CursorBus());
  return (
    <CursorContext.Provider value={bus}>
      {props.children}
    </CursorContext.Provider>
  );
}

/** The bus of the group, or one of its own for a chart that stands alone. */
export function useCursorBus(): CursorBus {
  const shared = useContext(CursorContext);
  const [own] = useState(() => new CursorBus());
  return shared ?? own;
}

/** Where the reader points, in unix seconds. */
export function useCursorTime(bus: CursorBus): number | undefined {
  return useSyncExternalStore(bus.subscribe, () => bus.at);
}
