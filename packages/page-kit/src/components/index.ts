export { CopyButton } from './CopyButton';
export { EmptyPanel } from './EmptyPanel';
export { ErrorPanel } from './ErrorPanel';
export { Notice } from './Notice';
export { Section } from './Section';
export { SkeletonRows } from './SkeletonRows';
export { StatusBadge } from './StatusBadge';
export { When } from './When';
