const SAID_OTHERWISE: readonly (readonly [RegExp, (...found: string[]) => string])[] = [
  [/^undefined filter: (\S+?)(?:,|$)/, (filter) => `"${filter}" is not a filter that can be used here`],
  [/^tag "([^"]*)" not found/, (tag) => `"{% ${tag} %}" can't be used here`],
  [/^output "([^]*)" not closed/, (output) => `"${short(output)}" has no end: close it with "}}"`],
  [/^tag "([^]*)" not closed/, (tag) => `"${short(tag)}" has no end: close it with "%}"`],
  [/^tag \{%-?\s*(\w+)[^]* not closed/, (tag) => `"{% ${tag} %}" has no end: add "{% end${tag} %}"`],
  [/^raw "[^]*" not closed/, () => '"{% raw %}" has no end: add "{% endraw %}"'],
  [/^invalid value expression: ""/, () => 'There is nothing between the braces. Name what is to stand there'],
]

const short = (text: string): string => (text.length > 40 ? `${text.slice(0, 40)}…` : text)

/**
 * What a template's author is told of an error of the Liquid engine: its first line, without the file and position that
 * mean nothing here, and with a way out where one is known.
 */
export function describeError(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error)
  const [first = ''] = message.split('\n')
  const line = first.replace(/,? ?(file:[^,]*, )?line:\d+, col:\d+$/, '').trim()
  for (const [pattern, say] of SAID_OTHERWISE) {
    const found = pattern.exec(line)
    if (found) return say(...found.slice(1))
  }
  return line || 'The text cannot be read as a template'
}
