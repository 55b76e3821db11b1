/** The world counts in HTTP's statuses; these are their counterparts in gRPC. */
const CODES: Record<number, string> = {
  200: 'OK',
  404: 'NOT_FOUND',
  500: 'INTERNAL',
  502: 'UNAVAILABLE',
  503: 'UNAVAILABLE',
  504: 'DEADLINE_EXCEEDED',
};

/** The name of the gRPC status with which a request ends. */
export function grpcStatus(status: number): string {
  return CODES[status] ?? 'UNKNOWN';
}
