/** Text as it may stand in HTML, in an attribute's quotes too. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`)
}
export function errorPage(status: number, detail: string): string {
  return `${status} ${escapeHtml(detail)}`
}
