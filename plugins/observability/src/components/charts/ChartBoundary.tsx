import { Component, ReactNode } from 'react';
import styles from './charts.module.css';

/** Where the picture cannot be loaded or drawn, the words around it stay. */
export class ChartBoundary extends Component<
  { children: ReactNode },
  { failed: boolean }
> {
  static getDerivedStateFromError() {
    return { failed: true };
  }

  state = { failed: false };

  render() {
    return this.state.failed ? (
      <p className={styles.muted}>
        The picture could not be drawn. Its values are in the table below.
      </p>
    ) : (
      this.props.children
    );
  }
}
