import { test } from '@japa/runner'
import { attributeNameOf, guessFields, previewCsv } from '../../../src/crm/imports/csv_preview.ts'
import { withHeader } from '../../../src/crm/imports/with_header.ts'

test.group('CSV preview', () => {
  test('quoted commas, doubled quotes and line breaks inside quotes stay in their field', ({ assert }) => {
    const preview = previewCsv('phone,note\r\n+1415,"a, ""b""\nc"\r\n+1416,plain\r\n')
    assert.deepEqual(preview.header, ['phone', 'note'])
    assert.deepEqual(preview.rows, [
      ['+1415', 'a, "b"\nc'],
      ['+1416', 'plain'],
    ])
  })

  test('a file saved with semicolons or tabs is read as well as one with commas', ({ assert }) => {
    assert.equal(previewCsv('a;b;c\n1;2;3').delimiter, ';')
    assert.equal(previewCsv('a\tb\n1\t2').delimiter, '\t')
    assert.deepEqual(previewCsv('a;b\n1;2').rows, [['1', '2']])
  })

  test('the mark that spreadsheets put in front does not become part of the first name', ({ assert }) => {
    assert.deepEqual(previewCsv('\uFEFFphone,name\n1,2').header, ['phone', 'name'])
  })

  test('blank lines are no contacts, and an empty file has no columns', ({ assert }) => {
    assert.lengthOf(previewCsv('phone\n\n+1\n\n').rows, 1)
    assert.deepEqual(previewCsv('').header, [])
  })

  test('a new first line replaces the old one and touches nothing else, whatever its bytes', async ({ assert }) => {
    for (const text of ['téléphone,naïve\n+1,ü\n', '\uFEFFphone,x\r\n+1,"a\nb"\r\n']) {
      const preview = previewCsv(text)
      const result = await withHeader(new Blob([text]), preview, ['phone', '']).text()
      assert.equal(result, `"phone",""\n${text.slice(text.indexOf('\n') + 1)}`)
    }
  })

  test('familiar column names are recognised, and strange ones become attributes, so that nothing is lost', ({
    assert,
  }) => {
    assert.deepEqual(guessFields(['Phone Number', 'first_name', 'LastName', 'E-mail', 'shoe size']), [
      'phone',
      'firstName',
      'lastName',
      'email',
      'attributes.shoe_size',
    ])
    assert.equal(attributeNameOf(' Shoe size (EU) '), 'Shoe_size_EU')
  })

  test('a field is filled from one column only, and what an export says of its own is left out', ({ assert }) => {
    assert.deepEqual(guessFields(['phone', 'mobile', 'optInStatus', 'created_at', 'attributes.city', '']), [
      'phone',
      '',
      '',
      '',
      'attributes.city',
      '',
    ])
  })
})
