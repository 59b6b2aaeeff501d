using BgpNode.Datastore.Files;
using BgpNode.Speaker.Peers;

namespace BgpNode.Reconciler.Peers;

/// <summary>The password of a peer in a file that nobody but its owner may read.</summary>
internal static class PasswordFile
{
    public static PeerPassword? Read(string path, out string? problem)
    {
        try
        {
            problem = SecretFile.Judge(path);
            if (problem is not null)
            {
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
