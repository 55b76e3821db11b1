/** Time for a browser to take the file before its memory is given back. */
const KEPT_MS = 60_000;

/** Hands a file to the browser's downloads. A link of its own could not carry the portal's token. */
export function saveFile(file: { name: string; content: Blob }): void {
  const url = URL.createObjectURL(file.content);
  const link = document.createElement('a');
  link.href = url;
  link.download = file.name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), KEPT_MS);
}
