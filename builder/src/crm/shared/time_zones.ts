/** Every zone that this browser knows, the viewer's own first. */
export function timeZoneOptions(): { value: string; label: string }[] {
  const own = Intl.DateTimeFormat().resolvedOptions().timeZone
  const zones = Intl.supportedValuesOf('timeZone')
  return [own, ...zones.filter((zone) => zone !== own)].map((zone) => ({
    value: zone,
    label: zone.replaceAll('_', ' '),
  }))
}
