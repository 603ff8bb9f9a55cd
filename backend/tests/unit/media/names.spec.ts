import { test } from '@japa/runner'
import { addressName, cleanName } from '#app/media/media_asset'

test.group('The name of a file', () => {
  test('can neither lead to another folder nor break a header', ({ assert }) => {
    assert.equal(cleanName('../../etc/passwd'), '.._.._etc_passwd')
    assert.equal(cleanName('a"\r\nX-Evil: 1.jpg'), 'a___X-Evil_ 1.jpg')
    assert.equal(cleanName('spring\u202Egpj.exe'), 'spring_gpj.exe')
    assert.equal(cleanName('..'), 'file')
    assert.equal(cleanName('   '), 'file')
    assert.equal(cleanName('Frühling 🌷.jpg'), 'Frühling 🌷.jpg')
  })

  test('ends in its address as its bytes do, whatever it was called', ({ assert }) => {
    assert.equal(addressName('Spring Sale!.PNG', 'image/jpeg'), 'Spring-Sale.jpg')
    assert.equal(addressName('../../🌷', 'image/gif'), 'file.gif')
    assert.equal(addressName('page.html', 'application/octet-stream'), 'page')
  })
})
