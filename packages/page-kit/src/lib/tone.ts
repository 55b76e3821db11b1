/** How a status looks. Colour is never alone: each tone has an icon and each use a word. */
export type Tone =
  | 'danger'
  | 'warning'
  | 'success'
  | 'info'
  | 'pending'
  | 'neutral';
