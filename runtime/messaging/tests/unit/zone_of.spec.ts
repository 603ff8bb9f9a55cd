import { test } from '@japa/runner'
import { COUNTRY_ZONES } from '../../src/data/country_zones.ts'
import { NANP_REGIONS } from '../../src/data/nanp.ts'
import { isKnownZone } from '../../src/zone_offsets.ts'
import { zoneOf } from '../../src/zone_of.ts'

test.group('Zone of a number', () => {
  test('the contact’s own zone beats the address, and the address beats the number', ({ assert }) => {
    const phone = '+14155550100'
    assert.deepInclude(zoneOf({ phone, postalState: 'NY', contactZone: 'Europe/Paris' }), {
      zones: ['Europe/Paris'],
      source: 'contact',
      sure: true,
    })
    assert.deepInclude(zoneOf({ phone, postalState: 'ny' }), {
      zones: ['America/New_York'],
      source: 'state',
      sure: true,
      state: 'NY',
    })
    assert.deepInclude(zoneOf({ phone }), {
      zones: ['America/Los_Angeles'],
      source: 'number',
      sure: false,
      state: 'CA',
      country: 'US',
    })
  })

  test('a zone that nobody knows is not believed', ({ assert }) => {
    assert.equal(zoneOf({ phone: '+14155550100', contactZone: 'Mars/Olympus' }).source, 'number')
  })

  test('area codes on a zone border give both zones', ({ assert }) => {
    for (const code of [
      '850',
      '423',
      '270',
      '906',
      '541',
      '219',
      '812',
      '208',
      '907',
      '308',
      '605',
      '701',
      '928',
      '250',
      '807',
      '418',
    ]) {
      assert.isAbove(zoneOf({ phone: `+1${code}5550100` }).zones.length, 1, code)
    }
    for (const code of ['212', '415', '808', '787', '312', '915', '604', '416', '480']) {
      assert.lengthOf(zoneOf({ phone: `+1${code}5550100` }).zones, 1, code)
    }
  })

  test('a number of the same state tells the side of the border, one of another state doesn’t', ({ assert }) => {
    assert.deepEqual(zoneOf({ phone: '+13055550100', postalState: 'FL' }).zones, ['America/New_York'])
    assert.sameMembers(zoneOf({ phone: '+14155550100', postalState: 'FL' }).zones, [
      'America/New_York',
      'America/Chicago',
    ])
  })

  test('a toll-free number may be anywhere in the US', ({ assert }) => {
    const guess = zoneOf({ phone: '+18005550100' })
    assert.deepInclude(guess, { source: 'unknown', sure: false, country: 'US' })
    assert.includeMembers(guess.zones, ['America/New_York', 'Pacific/Honolulu'])
  })

  test('a country with one zone is sure, one with several isn’t, an unreadable number falls back to the workspace', ({
    assert,
  }) => {
    assert.deepInclude(zoneOf({ phone: '+491701234567' }), {
      zones: ['Europe/Berlin'],
      source: 'number',
      sure: true,
      country: 'DE',
    })
    assert.deepInclude(zoneOf({ phone: '+61412345678' }), { source: 'number', sure: false, country: 'AU' })
    assert.deepInclude(zoneOf({ phone: '40404', workspaceZone: 'America/Denver' }), {
      zones: ['America/Denver'],
      source: 'unknown',
    })
    assert.deepEqual(zoneOf({ phone: '' }).zones, ['UTC'])
  })

  test('every zone of the tables exists, no area code stands twice', ({ assert }) => {
    const zones = [...[...COUNTRY_ZONES.values()].flat(), ...NANP_REGIONS.flatMap((region) => region.zones.split(' '))]
    assert.deepEqual(
      zones.filter((zone) => !isKnownZone(zone)),
      [],
    )
    const codes = NANP_REGIONS.flatMap((region) => region.codes.split(' ')).filter((code) => code !== '')
    assert.deepEqual(
      codes.filter((code, index) => codes.indexOf(code) !== index || !/^[2-9]\d\d$/.test(code)),
      [],
    )
    assert.isAbove(codes.length, 400)
    for (const region of NANP_REGIONS) {
      const all = new Set(region.codes.split(' '))
      for (const [zone, some] of Object.entries(region.only ?? {})) {
        assert.include(region.zones, zone, `${region.country} ${region.state}`)
        for (const code of some.split(' ')) assert.isTrue(all.has(code), `${region.state} ${code}`)
      }
    }
  })
})
