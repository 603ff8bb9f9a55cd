/** What one of several speakers says. */
export interface Voice {
  say(text: string): void
  /** It has said everything. */
  end(): void
}

/**
 * Lets one speak at a time, in the order in which they came: whoever has the turn is heard at once, the others are kept
 * until it is theirs. So what runs side by side reads as if it had run one after the other.
 * @param write hears everything
 * @returns a voice for whoever comes next
 */
export function takeTurns(write: (text: string) => void): () => Voice {
  const line: { kept: string[]; ended: boolean }[] = []
  const passOn = (): void => {
    while (line[0]?.ended === true) {
      line.shift()
      for (const text of line[0]?.kept.splice(0) ?? []) write(text)
    }
  }
  return () => {
    const own = { kept: [] as string[], ended: false }
    line.push(own)
    return {
      say: (text) => void (line[0] === own ? write(text) : own.kept.push(text)),
      end: () => {
        own.ended = true
        passOn()
      },
    }
  }
}
