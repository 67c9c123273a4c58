"""The language server: ``features`` over standard input and output, with LSP."""

from __future__ import annotations

import asyncio
import os
from io import StringIO
from pathlib import Path

from lsprotocol import types as lsp
from pygls.lsp.server import LanguageServer
from pygls.uris import to_fs_path
from pygls.workspace import TextDocument

from game import __version__
from game.author.lsp import features
from game.author.rename import files_beside, rename_beside
from game.content.diagnostics import Problem, Severity
from game.content.edits import Edit, open_document
from game.content.ids import file_id
from game.content.yaml.source import Source, Span
from game.core.failure import Failure, refused


WAIT = 0.15
"""Seconds without a change before a document is checked again."""

SEVERITIES = {
    Severity.ERROR: lsp.DiagnosticSeverity.Error,
    Severity.WARNING: lsp.DiagnosticSeverity.Warning,
    Severity.ADVICE: lsp.DiagnosticSeverity.Information,
}


def make_server() -> LanguageServer:
    """Return a server without open documents."""
    server = LanguageServer("two-hats", __version__, lsp.TextDocumentSyncKind.Full)
    waiting: dict[str, asyncio.Task[None]] = {}

    async def publish(uri: str, wait: float) -> None:
        await asyncio.sleep(wait)
        document = server.workspace.get_text_document(uri)
        source = _source(document)
        problems = await asyncio.to_thread(features.problems, source)
        if server.workspace.get_text_document(uri).version == document.version:
            diagnostics = [_diagnostic(document, problem) for problem in problems]
            server.text_document_publish_diagnostics(
                lsp.PublishDiagnosticsParams(uri, diagnostics, document.version)
            )

    def schedule(uri: str, wait: float) -> None:
        before = waiting.pop(uri, None)
        if before is not None:
            before.cancel()
        waiting[uri] = asyncio.get_running_loop().create_task(publish(uri, wait))

    @server.feature(lsp.TEXT_DOCUMENT_DID_OPEN)
    async def did_open(params: lsp.DidOpenTextDocumentParams) -> None:
        schedule(params.text_document.uri, 0)

    @server.feature(lsp.TEXT_DOCUMENT_DID_CHANGE)
    async def did_change(params: lsp.DidChangeTextDocumentParams) -> None:
        schedule(params.text_document.uri, WAIT)

    @server.feature(lsp.TEXT_DOCUMENT_DID_CLOSE)
    async def did_close(params: lsp.DidCloseTextDocumentParams) -> None:
        before = waiting.pop(params.text_document.uri, None)
        if before is not None:
            before.cancel()

    @server.feature(
        lsp.TEXT_DOCUMENT_COMPLETION,
        lsp.CompletionOptions(trigger_characters=[":", " ", "[", "{", ",", "."]),
    )
    def complete(params: lsp.CompletionParams) -> lsp.CompletionList:
        document, line, column = _locate(server, params.text_document.uri, params.position)
        items = features.completion(_source(document), line, column)
        return lsp.CompletionList(False, [_item(item) for item in items])

    @server.feature(lsp.TEXT_DOCUMENT_HOVER)
    def hover(params: lsp.HoverParams) -> lsp.Hover | None:
        document, line, column = _locate(server, params.text_document.uri, params.position)
        text = features.hover(_source(document), line, column)
        if text is None:
            return None
        content = lsp.MarkupContent(lsp.MarkupKind.Markdown, text.text)
        return lsp.Hover(content, _range(document, text.span))

    @server.feature(lsp.TEXT_DOCUMENT_DEFINITION)
    def definition(params: lsp.DefinitionParams) -> lsp.Location | None:
        document, line, column = _locate(server, params.text_document.uri, params.position)
        position = features.definition(_source(document), line, column)
        return None if position is None else lsp.Location(document.uri, _range(document, position))

    @server.feature(lsp.TEXT_DOCUMENT_PREPARE_RENAME)
    def prepare(params: lsp.PrepareRenameParams) -> lsp.PrepareRenameDefaultBehavior | None:
        document, line, column = _locate(server, params.text_document.uri, params.position)
        site = features.renamable(_source(document), line, column)
        return None if site is None else lsp.PrepareRenameDefaultBehavior(True)

    @server.feature(lsp.TEXT_DOCUMENT_RENAME, lsp.RenameOptions(prepare_provider=True))
    def rename(params: lsp.RenameParams) -> lsp.WorkspaceEdit | None:
        document, line, column = _locate(server, params.text_document.uri, params.position)
        renaming = features.renamed(_source(document), line, column, params.new_name)
        if isinstance(renaming, Failure):
            _refuse(server, renaming)
            return None
        changes = {document.uri: [_edit(document, edit) for edit in renaming.edits]}
        path = _path(document)
        for beside in files_beside(path, renaming.kind):
            if open_document(beside) is None:
                _refuse(server, refused(f"{beside.name} cannot be read", "see 'two-hats check'"))
                return None
            other = server.workspace.get_text_document(beside.as_uri())
            source = features.source_of(beside, other.source)
            edits = rename_beside(source, file_id(path.name), renaming)
            if isinstance(edits, Failure):
                _refuse(server, edits)
                return None
            if edits:
                changes[other.uri] = [_edit(other, edit) for edit in edits]
        return lsp.WorkspaceEdit(changes=changes)

    return server


def run() -> None:
    """Serve one editor over standard input and output until it disconnects."""
    # The library closes its streams at the end; those of the process stay open.
    make_server().start_io(os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb"))


def _refuse(server: LanguageServer, failure: Failure) -> None:
    message = f"{failure.message}; {failure.help}"
    server.window_show_message(lsp.ShowMessageParams(lsp.MessageType.Warning, message))


def _path(document: TextDocument) -> Path:
    return Path(to_fs_path(document.uri) or document.path)


def _source(document: TextDocument) -> Source:
    return features.source_of(_path(document), document.source)


def _lines(document: TextDocument) -> list[str]:
    """Return the lines of *document* with their ends; ``document.lines`` splits at more."""
    return list(StringIO(document.source))


def _locate(
    server: LanguageServer, uri: str, position: lsp.Position
) -> tuple[TextDocument, int, int]:
    """Return the document, and line and column from 1 in characters."""
    document = server.workspace.get_text_document(uri)
    result = document.position_codec.position_from_client_units(_lines(document), position)
    return document, result.line + 1, result.character + 1


def _range(document: TextDocument, span: Span) -> lsp.Range:
    """Convert *span* to a range in the units of the editor."""
    start = lsp.Position(span.line - 1, span.column - 1)
    end = lsp.Position(span.end_line - 1, span.end_column - 1)
    whole = lsp.Range(start, max(start, end))
    return document.position_codec.range_to_client_units(_lines(document), whole)


def _edit(document: TextDocument, edit: Edit) -> lsp.TextEdit:
    return lsp.TextEdit(_range(document, edit.span), edit.text)


def _item(item: features.Completion) -> lsp.CompletionItem:
    kind = lsp.CompletionItemKind.Property if item.is_name else lsp.CompletionItemKind.Value
    text = f"{item.word}: " if item.is_name else item.word
    return lsp.CompletionItem(item.word, kind=kind, detail=item.about, insert_text=text)


def _diagnostic(document: TextDocument, problem: Problem) -> lsp.Diagnostic:
    position = problem.span or Span(1, 1, 1, 1)
    parts = [problem.message, problem.expected, problem.help]
    related = None
    if problem.second is not None:
        location = lsp.Location(document.uri, _range(document, problem.second.span))
        related = [lsp.DiagnosticRelatedInformation(location, problem.second.text)]
    return lsp.Diagnostic(
        _range(document, position),
        "\n".join(part for part in parts if part),
        severity=SEVERITIES[problem.severity],
        code=problem.code,
        source="two-hats",
        related_information=related,
    )
