-- Neovim as a user has it: it starts `neops-blocks lsp`, types a block, and does what it is offered.
-- Reads what to do from the file $TASK, and writes what it saw to the file $SEEN, both JSON:
--   TASK {command, file, lines, expected, fixes}: lines are typed one after the other; then the first quick fix
--        of each line number in fixes is done.
--   SEEN {before, after, lines}: diagnostics {line, column, end, code, message}, and the text in the end.
local task = vim.fn.json_decode(vim.fn.readfile(vim.env.TASK))
vim.cmd('edit ' .. task.file)
local buffer = vim.api.nvim_get_current_buf()
local client = vim.lsp.start_client({ name = 'neops_blocks', cmd = task.command, root_dir = vim.fn.getcwd() })
vim.lsp.buf_attach_client(buffer, client)

local function found()
  local all = {}
  for _, one in ipairs(vim.diagnostic.get(buffer)) do
    local code = one.code or one.user_data.lsp.code
    table.insert(all, { line = one.lnum + 1, column = one.col + 1, ['end'] = one.end_col + 1, code = code, message = one.message })
  end
  return all
end

local function wait_for(count)
  local there = vim.wait(20000, function() return #found() == count end, 20)
  assert(there, 'diagnostics: ' .. vim.fn.json_encode(found()))
end

local function fix(line)
  local params = {
    textDocument = { uri = vim.uri_from_bufnr(buffer) },
    range = { start = { line = line - 1, character = 0 }, ['end'] = { line = line, character = 0 } },
    context = { diagnostics = vim.lsp.diagnostic.get_line_diagnostics(buffer, line - 1) },
  }
  local answer = vim.lsp.buf_request_sync(buffer, 'textDocument/codeAction', params, 20000)
  local action = answer[client].result[1]
  if not action.edit then
    action = vim.lsp.buf_request_sync(buffer, 'codeAction/resolve', action, 20000)[client].result
  end
  vim.lsp.util.apply_workspace_edit(action.edit, vim.lsp.get_client_by_id(client).offset_encoding)
end

local ok, problem = pcall(function()
  for _, line in ipairs(task.lines) do
    vim.api.nvim_buf_set_lines(buffer, -1, -1, false, { line })
    vim.wait(20)
  end
  wait_for(task.expected)
  local seen = { before = found() }
  for number, line in ipairs(task.fixes) do
    fix(line)
    wait_for(task.expected - number)
  end
  seen.after = found()
  seen.lines = vim.api.nvim_buf_get_lines(buffer, 0, -1, false)
  vim.fn.writefile({ vim.fn.json_encode(seen) }, vim.env.SEEN)
end)
if not ok then
  io.stderr:write(problem .. '\n')
end
vim.cmd(ok and 'qall!' or 'cquit!')
