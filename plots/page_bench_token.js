// Gives the token, then loads the page again.
'use strict';

document.getElementById('form').addEventListener('submit', async (event) => {
  event.preventDefault();
  const fault = document.getElementById('fault');
  fault.textContent = '';
  try {
    const answer = await fetch('/api/token', {
      method: 'POST', headers: {'Content-Type': 'application/json'},
      body: JSON.stringify({token: document.getElementById('token').value})
    });
    if (answer.ok) location.reload();
    else fault.textContent = (await answer.json()).error;
  } catch {
    fault.textContent = 'The workbench does not answer.';
  }
});
