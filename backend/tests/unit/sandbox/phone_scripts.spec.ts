import { test } from '@japa/runner'
import { rulesOf, SCRIPT_NAMES } from '#app/sandbox/phone_scripts'

const phone = { workspaceId: 'w', accounts: ['AC1', 'AC2'], phone: '+15550100' }

test.group('What the local carrier does with the texts to a phone', () => {
  test('holds for every account of the workspace, and for that phone alone', ({ assert }) => {
    const rules = rulesOf(phone, { name: 'undelivered', errorCode: 30005 })
    assert.deepEqual(
      rules.map(({ rule }) => rule?.match),
      [
        { accountSid: 'AC1', to: '+15550100' },
        { accountSid: 'AC2', to: '+15550100' },
      ],
    )
    assert.deepEqual(rules[0]?.rule?.delivery, { outcome: 'undelivered', errorCode: 30005 })
  })

  test('has another rule in another workspace, though a contact there has the same number', ({ assert }) => {
    const [one] = rulesOf(phone, { name: 'filtered' })
    const [other] = rulesOf({ ...phone, workspaceId: 'v' }, { name: 'filtered' })
    assert.notEqual(one?.id, other?.id)
  })

  test('is no rule at all when texts arrive, and something for everything else that can be chosen', ({ assert }) => {
    for (const name of SCRIPT_NAMES) {
      const [first] = rulesOf(phone, { name })
      if (name === 'delivered') assert.isNull(first?.rule)
      else assert.isTrue(first?.rule?.fault !== undefined || first?.rule?.delivery !== undefined, name)
    }
  })

  test('is used up by one text when only the next one is meant', ({ assert }) => {
    assert.equal(rulesOf(phone, { name: 'rate_limited', once: true })[0]?.rule?.times, 1)
    assert.isUndefined(rulesOf(phone, { name: 'rate_limited' })[0]?.rule?.times)
  })
})
