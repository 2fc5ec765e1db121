// Passkeys: the form appears where the browser has them, and allauth's script fills it.
'use strict'
const form = document.querySelector('form.passkey')
if (form && window.PublicKeyCredential) {
  const ids = { data: 'passkey-data', credential: form.elements.credential.id }
  const button = form.querySelector('button').id
  form.hidden = false
  document.addEventListener('allauth.error', event => {
    event.preventDefault()
    const told = form.querySelector('[role=alert]')
    told.textContent = form.dataset.failed
    told.hidden = false
  })
  if (form.dataset.do === 'add') window.allauth.webauthn.forms.addForm({ ids: { ...ids, add: button } })
  else window.allauth.webauthn.forms.authenticateForm({ ids: { ...ids, authenticate: button } })
}
