import ipaddr from 'ipaddr.js'

/** Ranges that ipaddr.js calls unicast and that still lead inside: IPv4-compatible IPv6 and IPv4 carried in IPv6. */
const CARRIERS: [ipaddr.IPv6, number][] = [
  [ipaddr.IPv6.parse('::'), 96],
  [ipaddr.IPv6.parse('64:ff9b::'), 96],
  [ipaddr.IPv6.parse('64:ff9b:1::'), 48],
  [ipaddr.IPv6.parse('2002::'), 16],
  [ipaddr.IPv6.parse('2001::'), 32],
  [ipaddr.IPv6.parse('fec0::'), 10],
]

/**
 * Whether an address belongs to the public internet. In: an IP address as text, without brackets. Everything that is
 * no plain public unicast address is not: loopback, private, link-local, carrier-grade NAT, multicast, reserved, and
 * every form of IPv6 that carries an IPv4 address (RFC 6890 and the IANA special-purpose registries).
 */
export function isPublicAddress(address: string): boolean {
  if (!ipaddr.isValid(address)) return false
  const parsed = ipaddr.process(address)
  if (parsed.range() !== 'unicast') return false
  if (parsed.kind() === 'ipv4') return true
  return !CARRIERS.some(([prefix, bits]) => (parsed as ipaddr.IPv6).match(prefix, bits))
}
