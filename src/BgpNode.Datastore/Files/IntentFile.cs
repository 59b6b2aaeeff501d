using System.Text;
using BgpNode.Datastore.Documents;
using BgpNode.Datastore.Resources;

namespace BgpNode.Datastore.Files;

/// <summary>One file as it was read.</summary>
/// <param name="Path">Its full path.</param>
/// <param name="Content">Its octets; equal octets need not be judged again.</param>
/// <param name="Modified">Last write, Unix time in milliseconds.</param>
/// <param name="Complete">Whether all of it could be read; a half-written file cannot.</param>
/// <param name="Documents">What it holds, judged.</param>
/// <param name="Problems">What is wrong with the file as a whole.</param>
internal sealed record IntentFile(
    string Path,
    byte[] Content,
    long Modified,
    bool Complete,
    IReadOnlyList<FileDocument> Documents,
    IReadOnlyList<Problem> Problems)
{
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Where a document of this file came from, as resources carry it.</summary>
    public string SourceOf(FileDocument document) => $"{Path}:{document.Line}";

    /// <summary>Whether a resource came from this file.</summary>
    public static bool IsSourceOf(string path, string source) =>
        source.Length > path.Length && source[path.Length] == ':' && source.StartsWith(path, StringComparison.Ordinal);

    public static IntentFile Judge(string path, byte[] content, long modified)
    {
        DocumentSet set = Read(path, content);
        FileDocument[] documents =
            [.. set.Flatten().Select(document => new FileDocument(document.Line, ResourceReader.Read(document, path, UnknownFields.Refused)))];
        return new IntentFile(path, content, modified, set.Complete, documents, set.Problems);
    }

    public static IntentFile Unreadable(string path, string reason) =>
        new(path, [], 0, Complete: false, [], [new Problem(path, 0, 0, "", $"cannot be read: {reason}")]);

    private static DocumentSet Read(string path, byte[] content)
    {
        if (path.EndsWith(".json", StringComparison.Ordinal))
        {
            return JsonDocuments.Read(content, path);
        }

        try
        {
            return YamlDocuments.Read(StrictUtf8.GetString(content), path);
        }
        catch (DecoderFallbackException error)
        {
            int line = content.AsSpan(0, Math.Max(error.Index, 0)).Count((byte)'\n') + 1;
            return new DocumentSet([], [new Problem(path, line, 1, "", "the text is not UTF-8")], Complete: false);
        }
    }
}
