using BgpNode.Speaker.Peers;

namespace BgpNode.Reconciler.Peers;

/// <summary>The password of a peer in a file that nobody but its owner may read.</summary>
internal static class PasswordFile
{
    private const UnixFileMode Others = UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.OtherRead | UnixFileMode.OtherWrite;

    public static PeerPassword? Read(string path, out string? problem)
    {
        try
        {
            if ((File.GetUnixFileMode(path) & Others) != 0)
            {
                problem = $"{path} may be read or written by others; chmod 600 it";
                return null;
            }

            string? line = File.ReadLines(path).FirstOrDefault();
            problem = PeerPassword.TryCreate(line ?? "", out PeerPassword? password)
                ? null
                : $"the first line of {path} is empty or longer than {PeerPassword.MaxLength} octets";
            return password;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException)
        {
            problem = $"{path} cannot be read: {error.Message}";
            return null;
        }
    }
}
