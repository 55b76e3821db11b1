/** What people are told about refused requests, by the reason code of the backend. */
export const requestExplanations: Record<string, string> = {
  'too-many-requests':
    'You have asked for as many namespaces as one may within a day. What you asked before is with those who can help. Ask again tomorrow, or talk to the platform team.',
};
