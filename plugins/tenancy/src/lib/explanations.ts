/** What people are told about refused requests, by the reason code of the backend. */
export const requestExplanations: Record<string, string> = {
  'too-many-requests':
    'You have asked often in a short time. What you asked before is with those who can help; wait a while before you ask again.',
};
