using BgpNode.Reconciler.Peers;
using BgpNode.Speaker.Peers;
using BgpNode.Tests.Datastore;
using Xunit;

namespace BgpNode.Tests.Reconciler.Peers;

public sealed class PasswordFileTests : IDisposable
{
    private const UnixFileMode Owner = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly TemporaryDirectory _directory = new();

    [Theory]
    [InlineData("secret")]
    [InlineData("secret\n")]
    [InlineData("secret\r\nand a remark\n")]
    public void The_first_line_is_the_password(string text)
    {
        Assert.True(PeerPassword.TryCreate("secret", out PeerPassword? expected));
        Assert.Equal(expected, PasswordFile.Read(Write(text, Owner), out string? problem));
        Assert.Null(problem);
    }

    [Theory]
    [InlineData(UnixFileMode.UserRead, true)]
    [InlineData(Owner, true)]
    [InlineData(Owner | UnixFileMode.UserExecute, true)]
    [InlineData(Owner | UnixFileMode.GroupRead, false)]
    [InlineData(Owner | UnixFileMode.GroupExecute, false)]
    [InlineData(Owner | UnixFileMode.GroupWrite, false)]
    [InlineData(Owner | UnixFileMode.OtherRead, false)]
    [InlineData(Owner | UnixFileMode.OtherWrite, false)]
    public void Nobody_but_the_owner_may_touch_it(UnixFileMode mode, bool good)
    {
        string path = Write("secret", mode);
        PeerPassword? password = PasswordFile.Read(path, out string? problem);
        Assert.Equal(good, password is not null);
        if (!good)
        {
            Assert.EndsWith($"chmod 0600 {path}", problem, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("\nsecret\n")]
    [InlineData("0123456789012345678901234567890123456789012345678901234567890123456789012345678901")]
    public void A_first_line_that_is_no_key_is_refused_without_showing_it(string text)
    {
        string path = Write(text, Owner);
        Assert.Null(PasswordFile.Read(path, out string? problem));
        Assert.Equal($"the first line of {path} is empty or longer than 80 octets", problem);
    }

    [Fact]
    public void A_file_that_is_not_there_is_a_problem_and_no_exception()
    {
        string path = Path.Combine(_directory.Path, "none");
        Assert.Null(PasswordFile.Read(path, out string? problem));
        Assert.StartsWith($"{path} cannot be read: ", problem, StringComparison.Ordinal);
        Assert.Null(PasswordFile.Read(path + "/below", out problem));
        Assert.NotNull(problem);
        Assert.Null(PasswordFile.Read("a\0b", out problem));
        Assert.NotNull(problem);
    }

    [Fact]
    public void A_directory_is_no_password()
    {
        File.SetUnixFileMode(_directory.Path, Owner | UnixFileMode.UserExecute);
        Assert.Null(PasswordFile.Read(_directory.Path, out string? problem));
        Assert.StartsWith($"{_directory.Path} cannot be read: ", problem, StringComparison.Ordinal);
    }

    public void Dispose() => _directory.Dispose();

    private string Write(string text, UnixFileMode mode)
    {
        string path = _directory.Write("password", text);
        File.SetUnixFileMode(path, mode);
        return path;
    }
}
