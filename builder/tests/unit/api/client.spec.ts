import { test } from '@japa/runner'
import { readCookie, withQuery } from '../../../src/api/client.ts'
import { keysForTopics } from '../../../src/api/live.ts'
import { mediaAddress } from '../../../src/api/media_address.ts'
import { ApiProblem, fieldError, hasCode, messageOf } from '../../../src/api/problem.ts'

test.group('api', () => {
  test('the CSRF token is read whole, also with signs that cookies escape', ({ assert }) => {
    assert.equal(readCookie('XSRF-TOKEN', 'a=1; XSRF-TOKEN=e%3Aab%2Bc==; b=2'), 'e:ab+c==')
    assert.isNull(readCookie('XSRF-TOKEN', 'MY-XSRF-TOKEN=1'))
  })

  test('filters without a value are left out of an address', ({ assert }) => {
    assert.equal(withQuery('/api/contacts', { search: '', tag: null, limit: 50 }), '/api/contacts?limit=50')
    assert.equal(withQuery('/api/contacts'), '/api/contacts')
  })

  test('a problem document keeps its code, its sentence and what is wrong with each field', ({ assert }) => {
    const problem = new ApiProblem(422, {
      code: 'E_INVALID_PHONE',
      errors: [{ path: 'phone', code: 'E_INVALID_PHONE', message: 'No number.' }],
    })
    assert.isTrue(hasCode(problem, 'E_INVALID_PHONE'))
    assert.equal(fieldError(problem, 'phone'), 'No number.')
    assert.isNull(fieldError(problem, 'email'))
    assert.equal(messageOf(problem), 'No number.')
    assert.equal(messageOf(new ApiProblem(409, { detail: 'It exists.' })), 'It exists.')
    assert.equal(messageOf('odd'), 'Something went wrong. Try again.')
  })

  test('a picture signed for localhost loads on 127.0.0.1 too, and one in a store elsewhere is left alone', ({
    assert,
  }) => {
    const page = { origin: 'http://127.0.0.1:3001', hostname: '127.0.0.1' }
    assert.equal(
      mediaAddress('http://localhost:3001/media/1/a.png?s=1', page),
      'http://127.0.0.1:3001/media/1/a.png?s=1',
    )
    assert.equal(mediaAddress('https://store.example/a.png', page), 'https://store.example/a.png')
    assert.equal(mediaAddress('/media/1/a.png', page), 'http://127.0.0.1:3001/media/1/a.png')
  })

  test('a new text refreshes inbox, timeline and dashboard, and an unknown topic at least itself', ({ assert }) => {
    assert.includeMembers(keysForTopics(['messages']), ['messages', 'conversations', 'timeline', 'dashboard'])
    assert.deepEqual(keysForTopics(['plugins']), ['plugins'])
    assert.lengthOf(keysForTopics(['messages', 'messages']), keysForTopics(['messages']).length)
  })
})
