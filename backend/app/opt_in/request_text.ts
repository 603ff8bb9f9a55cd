/**
 * What a person is asked: the workspace's own wording, else one with all that CTIA's Messaging Principles 5.1.2.1 want.
 * @param brand who asks
 */
export function requestText({ brand, wording }: { brand: string; wording: string | null }): string {
  const own = wording?.trim() ?? ''
  if (own !== '') return own
  return `${brand}: reply YES to get our texts, up to 10 a month. Msg & data rates may apply. Reply HELP for help, STOP to cancel.`
}
