import { ObjectRef } from './report';

/** `Deployment team-a-prod/cart`, or `Node worker-1` for cluster-scoped objects. @public */
export function describeObject(ref: ObjectRef): string {
  return `${ref.kind} ${ref.namespace ? `${ref.namespace}/` : ''}${ref.name}`;
}

/** Two refs are equal when they name the same object of the same cluster. @public */
export function sameObject(a: ObjectRef, b: ObjectRef): boolean {
  return objectKey(a) === objectKey(b);
}

/** A string that is equal exactly for refs of the same object. @public */
export function objectKey(ref: ObjectRef): string {
  return [ref.cluster, ref.namespace ?? '', ref.kind, ref.name].join('/');
}
